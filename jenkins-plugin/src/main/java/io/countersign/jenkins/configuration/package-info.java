/**
 * What administrators keep, globally and per folder: promotion paths, public keys, the attestor's key, logins of
 * targets.
 */
package io.countersign.jenkins.configuration;
