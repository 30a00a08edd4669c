package io.countersign.deploy;

import io.countersign.ledger.Receipt;

/**
 * What came of a deployment.
 *
 * @param repeated whether the release was there already and nothing was done
 */
public record DeploymentOutcome(Receipt receipt, boolean repeated) {}
