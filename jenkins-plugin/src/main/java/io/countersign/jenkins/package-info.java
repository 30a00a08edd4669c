/**
 * Jenkins as a host: Pipeline steps that fill in a command, run it on the agent and hand back its result; approvals on the
 * controller. A package uses only those before it: {@code agent}, {@code configuration}, {@code record}, {@code approval},
 * {@code step}.
 */
package io.countersign.jenkins;
