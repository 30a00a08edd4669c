/** The product's main job, end to end, in a few minutes: see {@link io.countersign.quickstart.Quickstart}. */
@NullMarked
package io.countersign.quickstart;

import org.jspecify.annotations.NullMarked;
