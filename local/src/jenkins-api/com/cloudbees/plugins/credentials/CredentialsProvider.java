// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public abstract class CredentialsProvider extends hudson.model.Descriptor<com.cloudbees.plugins.credentials.CredentialsProvider> implements hudson.ExtensionPoint, hudson.model.Describable<com.cloudbees.plugins.credentials.CredentialsProvider>, org.jenkins.ui.icon.IconSpec {
    public static final hudson.security.Permission USE_OWN = (new hudson.security.Permission[1])[0];
    public static final hudson.security.Permission USE_ITEM = (new hudson.security.Permission[1])[0];
    public CredentialsProvider() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static <C extends com.cloudbees.plugins.credentials.Credentials> java.util.List<C> lookupCredentialsInItemGroup(java.lang.Class<C> p0, hudson.model.ItemGroup p1, org.springframework.security.core.Authentication p2, java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> p3) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static <C extends com.cloudbees.plugins.credentials.Credentials> java.util.List<C> lookupCredentialsInItem(java.lang.Class<C> p0, hudson.model.Item p1, org.springframework.security.core.Authentication p2, java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> p3) { throw null; }
    public hudson.model.Descriptor<com.cloudbees.plugins.credentials.CredentialsProvider> getDescriptor() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getIconClassName() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static <C extends com.cloudbees.plugins.credentials.Credentials> C track(hudson.model.Run p0, C p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static <C extends com.cloudbees.plugins.credentials.Credentials> C track(hudson.model.Item p0, C p1) { throw null; }
}
