/** Pipeline steps: each fills in a command, runs it on the agent and hands back its result as a map. */
package io.countersign.jenkins.step;
