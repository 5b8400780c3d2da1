/**
 * What starts pipelines by itself: deliveries of webhooks become events, filters choose among them, and an inbox on disk
 * makes sure that what was accepted is acted on (reference §1.12).
 */
package io.jenkins.plugins.releasepipeline.trigger;
