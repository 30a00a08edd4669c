package io.countersign.environment.masking;

/** Rewrites one column's values. For one thread; null is none of its business and stays null. */
@FunctionalInterface
public interface ColumnMask {

    /**
     * @param value a value in the database's text form
     * @throws io.countersign.problem.CountersignException MASKING_UNFIT where the value is not what the rule is for
     */
    String mask(String value);
}
