/**
 * What runs on an agent, and what travels there and back: commands, logins, paths, evidence. Nothing here knows of a
 * run or a page.
 */
package io.countersign.jenkins.agent;
