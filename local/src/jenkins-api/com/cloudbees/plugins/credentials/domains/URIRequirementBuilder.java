// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials.domains;

public class URIRequirementBuilder {
    private URIRequirementBuilder() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static com.cloudbees.plugins.credentials.domains.URIRequirementBuilder create() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public com.cloudbees.plugins.credentials.domains.URIRequirementBuilder withScheme(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public com.cloudbees.plugins.credentials.domains.URIRequirementBuilder withPath(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public com.cloudbees.plugins.credentials.domains.URIRequirementBuilder withHostname(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public com.cloudbees.plugins.credentials.domains.URIRequirementBuilder withHostnamePort(java.lang.String p0, int p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> build() { throw null; }
}
