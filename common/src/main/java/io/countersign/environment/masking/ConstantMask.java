package io.countersign.environment.masking;

/** One value in place of all. */
record ConstantMask(String constant) implements ColumnMask {

    @Override
    public String mask(String value) {
        return constant;
    }
}
