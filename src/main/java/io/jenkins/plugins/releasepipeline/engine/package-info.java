/**
 * What happens next: a command and a state give events; an event and a state give the next state; an event gives effects.
 *
 * <p>Pure: no I/O, no clock, no thread. {@link io.jenkins.plugins.releasepipeline.engine.Decider} holds the rules of
 * reference §1.5 to §1.11, {@link io.jenkins.plugins.releasepipeline.engine.PipelineState#apply} is total over every
 * event that a decider ever gave, and {@link io.jenkins.plugins.releasepipeline.engine.Effects} says what the world has
 * to do about it. The caller writes the events down before it does anything else with them.
 */
package io.jenkins.plugins.releasepipeline.engine;
