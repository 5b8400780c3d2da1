package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What source actions of a run have checked out, so that polling knows what is new. In the run's {@code build.xml}. */
public final class ScmCheckouts extends InvisibleAction {
    private final Map<String, Checkout> byAction = new LinkedHashMap<>();

    /** What one action has checked out. */
    static final class Checkout {
        private final String key;
        private final SCMRevisionState state;

        private Checkout(String key, SCMRevisionState state) {
            this.key = key;
            this.state = state;
        }

        /** As polling of this kind of source control wants it. */
        SCMRevisionState state() {
            return state == null ? SCMRevisionState.NONE : state;
        }
    }

    /** Writes it down. */
    static void record(Run<?, ?> run, String action, SCM scm, SCMRevisionState state) throws IOException {
        synchronized (run) {
            ScmCheckouts checkouts = run.getAction(ScmCheckouts.class);
            if (checkouts == null) {
                checkouts = new ScmCheckouts();
                run.addAction(checkouts);
            }
            checkouts.byAction.put(action, new Checkout(scm.getKey(), state));
        }
        run.save();
    }

    /** What an action of that name has checked out from the same place; null when it has not. */
    static Checkout of(Run<?, ?> run, String action, SCM scm) {
        synchronized (run) {
            ScmCheckouts checkouts = run.getAction(ScmCheckouts.class);
            Checkout found = checkouts == null ? null : checkouts.byAction.get(action);
            return found != null && found.key.equals(scm.getKey()) ? found : null;
        }
    }
}
