// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public interface QueueTaskFuture<R extends hudson.model.Queue.Executable> extends java.util.concurrent.Future<R> {
}
