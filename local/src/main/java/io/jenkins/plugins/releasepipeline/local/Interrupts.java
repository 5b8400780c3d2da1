package io.jenkins.plugins.releasepipeline.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ctrl-C. The JDK has no public door to it, and a shutdown hook cannot tell the first from the second. */
final class Interrupts {
    private static final Logger LOGGER = Logger.getLogger(Interrupts.class.getName());

    private Interrupts() {}

    /** Calls {@code handler}, on a thread of its own, each time the terminal or somebody else sends SIGINT. */
    static void handle(Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> self == arguments[0];
                            default -> "interrupt handler";
                        };
                    });
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            LOGGER.log(Level.FINE, "Ctrl-C ends the process at once on this JVM", cause);
        }
    }
}
