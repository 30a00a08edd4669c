package io.countersign.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.countersign.json.Json;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Jenkins hands to an agent is the same command there. */
class TravelsAsTextTest {

    static Stream<Class<?>> commands() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackagesOf(Command.class).stream()
                        .filter(type -> type.isAssignableTo(Command.class) && !type.isInterface())
                        .<Class<?>>map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_comes_out_as_it_went_in(Class<?> command) throws Exception {
        for (boolean filled : new boolean[] {true, false}) {
            Object sent = sample(command, filled);

            assertThat(Json.read(Json.compact(sent), command)).isEqualTo(sent);
        }
    }

    private static Object sample(Type type, boolean filled) throws Exception {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return filled ? Optional.of(sample(inner, true)) : Optional.empty();
            }
            if (generic.getRawType() == List.class) {
                return filled ? List.of(sample(inner, true)) : List.of();
            }
            if (generic.getRawType() == Set.class) {
                return filled ? Set.of(sample(inner, true)) : Set.of();
            }
        }
        if (type == String.class) {
            return "a \"quoted\" ü\n";
        }
        if (type == File.class) {
            return new File("/there/on the agent");
        }
        if (type == boolean.class) {
            return filled;
        }
        if (type == int.class || type == Integer.class) {
            return 7;
        }
        if (type instanceof Class<?> one && one.isEnum()) {
            return one.getEnumConstants()[0];
        }
        if (type instanceof Class<?> one && one.isRecord()) {
            RecordComponent[] components = one.getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = sample(components[i].getGenericType(), filled);
                types[i] = components[i].getType();
            }
            Constructor<?> canonical = one.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        }
        throw new AssertionError(type + " cannot travel as text");
    }
}
