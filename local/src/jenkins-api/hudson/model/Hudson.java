// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class Hudson extends jenkins.model.Jenkins {
    public Hudson(java.io.File p0, jakarta.servlet.ServletContext p1) throws java.io.IOException, java.lang.InterruptedException, org.jvnet.hudson.reactor.ReactorException { super((java.io.File) null, (jakarta.servlet.ServletContext) null); }
}
