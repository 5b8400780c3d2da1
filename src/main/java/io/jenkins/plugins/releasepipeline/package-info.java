/**
 * Release Pipeline: stages of actions, artifacts that pass between them, one execution in a stage at a time.
 *
 * <p>Arrows point one way: {@code definition <- engine <- journal <- runtime <- (trigger, api, view) <- hosts}.
 * {@code action} and {@code artifact} know {@code definition} and nothing of {@code engine}; {@code runtime} knows both.
 */
package io.jenkins.plugins.releasepipeline;
