/**
 * The one place where Liquibase is known: reading changelogs, applying them, taking them back.
 *
 * <p>Every operation runs in a Liquibase of its own ({@link io.countersign.database.liquibase.PrivateLiquibase}): nothing
 * is left behind in the process, nothing is taken from its environment, and nothing is printed.
 */
package io.countersign.database.liquibase;
