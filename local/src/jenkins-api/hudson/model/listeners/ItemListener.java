// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.listeners;

public class ItemListener implements hudson.ExtensionPoint {
    public ItemListener() {}
    public void onCreated(hudson.model.Item p0) { throw null; }
    public void onCheckDelete(hudson.model.Item p0) throws hudson.model.Failure, java.lang.InterruptedException { throw null; }
    public void onUpdated(hudson.model.Item p0) { throw null; }
    public static hudson.ExtensionList<hudson.model.listeners.ItemListener> all() { throw null; }
}
