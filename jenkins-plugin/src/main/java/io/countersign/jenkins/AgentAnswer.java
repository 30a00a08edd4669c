package io.countersign.jenkins;

import java.io.Serializable;

/**
 * What an agent sends back.
 *
 * @param json the command's result
 * @param refusal why the answer is a no; empty where it is not. Text, because only Jenkins' own classes pass the channel
 */
record AgentAnswer(String json, String refusal) implements Serializable {}
