/**
 * Approvals on the controller: what was reviewed, who may approve, the page, the two steps that wait for or attest an
 * approval.
 */
package io.countersign.jenkins.approval;
