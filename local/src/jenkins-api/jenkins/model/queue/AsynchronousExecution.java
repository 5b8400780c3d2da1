// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.queue;

public abstract class AsynchronousExecution extends java.lang.RuntimeException {
    protected AsynchronousExecution() {}
    public abstract void interrupt(boolean p0);
    public abstract boolean blocksRestart();
    public abstract boolean displayCell();
    public final void completed(java.lang.Throwable p0) { throw null; }
}
