// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class Items {
    public static final hudson.util.XStream2 XSTREAM2 = (new hudson.util.XStream2[1])[0];
    public Items() {}
    public static boolean currentlyUpdatingByXml() { throw null; }
    public static <T extends hudson.model.Item> java.util.List<T> getAllItems(hudson.model.ItemGroup p0, java.lang.Class<T> p1) { throw null; }
}
