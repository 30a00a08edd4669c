/** Measurements beside the peers, run on demand. */
@NullMarked
package io.countersign.benchmark;

import org.jspecify.annotations.NullMarked;
