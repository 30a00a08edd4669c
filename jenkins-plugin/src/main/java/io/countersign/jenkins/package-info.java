/** Jenkins as a host: Pipeline steps that fill in a command, run it on the agent and hand back its result. */
package io.countersign.jenkins;
