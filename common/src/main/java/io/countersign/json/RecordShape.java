package io.countersign.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a record is made of.
 *
 * @param tag what it is called among the records of its {@link Tagged} interface
 */
record RecordShape(Constructor<?> constructor, List<Component> components, Optional<String> tag) {
    private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

    /** @param type as it is declared, with type arguments and variables */
    record Component(String name, Type type, Field field) {
        /** The value that a record has here. */
        @Nullable Object of(Object value) {
            try {
                return field.get(value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " was made accessible", e);
            }
        }
    }

    static RecordShape of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, RecordShape::inspect);
    }

    private static RecordShape inspect(Class<?> type) {
        try {
            List<Component> components = new ArrayList<>();
            List<Class<?>> parameters = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                // fields, because reading them needs no code to be generated, as calling methods often does
                Field field = type.getDeclaredField(component.getName());
                field.setAccessible(true);
                components.add(new Component(component.getName(), component.getGenericType(), field));
                parameters.add(component.getType());
            }
            Constructor<?> constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            Optional<String> tag =
                    Tagged.class.isAssignableFrom(type) ? Optional.of(Tagged.tag(type)) : Optional.empty();
            return new RecordShape(constructor, List.copyOf(components), tag);
        } catch (NoSuchFieldException | NoSuchMethodException e) {
            throw new IllegalStateException(
                    "every record has a field for each component and one constructor of all", e);
        }
    }

    /** @return the position among the components, or -1 */
    int position(String name) {
        for (int position = 0; position < components.size(); position++) {
            if (components.get(position).name().equals(name)) {
                return position;
            }
        }
        return -1;
    }

    /** @throws InvocationTargetException where the record's own constructor refuses the values */
    Object construct(Object[] values) throws InvocationTargetException {
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException | IllegalArgumentException e) {
            throw new IllegalStateException(constructor + " takes what its components are", e);
        }
    }
}
