// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class Failure extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
    public Failure(java.lang.String p0) {}
}
