/**
 * The Jenkins host: the job, its runs, agents, credentials. The only package that knows Jenkins.
 */
package io.jenkins.plugins.releasepipeline.jenkins;
