// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
    private CredentialsMatchers() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static com.cloudbees.plugins.credentials.CredentialsMatcher always() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static com.cloudbees.plugins.credentials.CredentialsMatcher not(com.cloudbees.plugins.credentials.CredentialsMatcher p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static com.cloudbees.plugins.credentials.CredentialsMatcher withScope(com.cloudbees.plugins.credentials.CredentialsScope p0) { throw null; }
}
