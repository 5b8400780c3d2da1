package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.ManagementLink;
import hudson.util.FormApply;
import jakarta.servlet.ServletException;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** Where administrators say what names in definitions stand for: a page in <em>Manage Jenkins</em>. */
@Extension
@Symbol("releasePipelineNamesPage")
public final class NamesPage extends ManagementLink {
    @Override
    public String getIconFileName() {
        return "symbol-rocket-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.NamesPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.NamesPage_description();
    }

    @Override
    public String getUrlName() {
        return "release-pipeline-names";
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.CONFIGURATION;
    }

    public GlobalNames getConfiguration() {
        return GlobalNames.get();
    }

    @POST
    public void doConfigSubmit(StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException, Descriptor.FormException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        GlobalNames.get().bind(request, request.getSubmittedForm());
        FormApply.success(request.getContextPath() + "/manage").generateResponse(request, response, null);
    }
}
