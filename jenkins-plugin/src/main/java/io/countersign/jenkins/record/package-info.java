/**
 * What the steps leave behind with runs and jobs: records, the page of a release, the promotion board, events for
 * listeners.
 */
package io.countersign.jenkins.record;
