/** Throw-away databases for tests: each server is started once per JVM, and stopped with it. */
@NullMarked
package io.countersign.harness;

import org.jspecify.annotations.NullMarked;
