// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public class ACLContext implements java.lang.AutoCloseable {
    ACLContext(org.springframework.security.core.context.SecurityContext p0) {}
    public void close() { throw null; }
}
