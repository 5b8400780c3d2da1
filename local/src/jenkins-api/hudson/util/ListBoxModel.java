// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

@org.kohsuke.stapler.export.ExportedBean
public class ListBoxModel extends java.util.ArrayList<hudson.util.ListBoxModel.Option> implements org.kohsuke.stapler.HttpResponse {
    public ListBoxModel() {}
    public void add(java.lang.String p0, java.lang.String p1) { throw null; }
    public void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }

    @org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
    public static final class Option {
        public Option(java.lang.String p0) {}
    }
}
