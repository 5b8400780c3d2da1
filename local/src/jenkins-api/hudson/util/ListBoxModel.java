// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

@org.kohsuke.stapler.export.ExportedBean
public class ListBoxModel extends java.util.ArrayList<hudson.util.ListBoxModel.Option> implements org.kohsuke.stapler.HttpResponse {
    public ListBoxModel() {}

    @org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
    public static final class Option {
        public Option(java.lang.String p0) {}
    }
}
