package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What kind of action an action is: the four names CodePipeline knows it by (reference §1.1, §1.2).
 *
 * @param category one of {@code Source, Build, Test, Deploy, Approval, Invoke, Compute}, or {@code Rule} for a rule type
 * @param owner {@code AWS}, {@code ThirdParty} or {@code Custom}
 * @param provider the provider's name, {@code CodeBuild} for example
 * @param version the type's version, {@code 1} for everything built in
 */
public record ActionTypeId(String category, String owner, String provider, String version) {

    /** Whether it waits for a person; the engine handles those itself. */
    @JsonIgnore
    public boolean isApproval() {
        return "Approval".equals(category);
    }

    /** Whether it brings a revision into the pipeline. */
    @JsonIgnore
    public boolean isSource() {
        return "Source".equals(category);
    }

    /** The four names with slashes between them, as messages and logs show an action type. */
    @Override
    public String toString() {
        return category + "/" + owner + "/" + provider + "/" + version;
    }
}
