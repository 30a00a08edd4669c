package io.countersign.environment.rows;

/** @param mark what a database puts around names, and twice inside them */
record Quoting(String mark) {
    String quoted(String name) {
        return mark + name.replace(mark, mark + mark) + mark;
    }
}
