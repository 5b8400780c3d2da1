package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.ModifiableItemGroup;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.model.ViewDescriptor;
import hudson.security.ACL;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/**
 * All release pipelines of a folder, or of Jenkins, that the reader may read: with their stages, a row each. Those in
 * folders below are part of it.
 */
public final class ReleasePipelineBoard extends View {

    @DataBoundConstructor
    public ReleasePipelineBoard(String name) {
        super(name);
    }

    @NonNull
    @Override
    public Collection<TopLevelItem> getItems() {
        return new ArrayList<>(jobs());
    }

    private List<ReleasePipelineJob> jobs() {
        return Items.getAllItems(getOwner().getItemGroup(), ReleasePipelineJob.class);
    }

    @Override
    public boolean contains(TopLevelItem item) {
        return item instanceof ReleasePipelineJob job && jobs().contains(job);
    }

    /** There is nothing to configure but the name and the description. */
    @Override
    protected void submit(StaplerRequest2 request) {}

    @RequirePOST
    @Override
    public Item doCreateItem(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        return getOwner().getItemGroup() instanceof ModifiableItemGroup<?> group
                ? group.doCreateItem(request, response)
                : null;
    }

    /** Who asks. */
    @GET
    public void doSession(StaplerResponse2 response) throws IOException {
        checkPermission(View.READ);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("signedIn", !ACL.isAnonymous2(Jenkins.getAuthentication2()))
                .put("user", Jenkins.getAuthentication2().getName());
        json.putArray("may");
        JsonAnswer.ok(json).send(response);
    }

    /** The pipelines at a glance, with an ETag. */
    @GET
    public void doBoard(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        checkPermission(View.READ);
        BoardRows rows = JenkinsHost.get().board();
        List<ReleasePipelineJob> jobs = jobs();
        JsonAnswer.send(
                request,
                response,
                '"' + rows.version(jobs, getOwner().getItemGroup()) + '"',
                () -> rows.of(jobs, getOwner().getItemGroup()));
    }

    @Extension
    @Symbol("releasePipelineBoard")
    public static final class DescriptorImpl extends ViewDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleasePipelineBoard_displayName();
        }
    }
}
