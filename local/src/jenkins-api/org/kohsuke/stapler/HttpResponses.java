// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public class HttpResponses {
    public HttpResponses() {}
    public static org.kohsuke.stapler.HttpResponses.HttpResponseException forwardToPreviousPage() { throw null; }

    public abstract static class HttpResponseException extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
        public HttpResponseException() {}
    }
}
