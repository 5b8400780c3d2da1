package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import jenkins.model.ModifiableTopLevelItemGroup;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Release pipelines in Configuration as Code, {@code unclassified: releasePipelines: jobs}: made when they are not there,
 * and given the definition that is written there. Jobs that are not named are left alone. Nothing of this is kept by
 * itself: what is exported are the jobs that there are.
 */
@Extension
@Symbol("releasePipelines")
public final class JobsAsCode extends GlobalConfiguration {
    private transient List<JobAsCode> wanted = new ArrayList<>();

    static JobsAsCode get() {
        return GlobalConfiguration.all().getInstance(JobsAsCode.class);
    }

    /** All release pipelines of this Jenkins, as they are. */
    public List<JobAsCode> getJobs() {
        List<JobAsCode> jobs = new ArrayList<>();
        for (ReleasePipelineJob job : Jenkins.get().allItems(ReleasePipelineJob.class)) {
            jobs.add(JobAsCode.of(job));
        }
        return jobs;
    }

    /**
     * Makes and changes the jobs; when Jenkins is still starting, as soon as all jobs are loaded.
     *
     * @throws IllegalArgumentException when one of them cannot be made
     */
    @DataBoundSetter
    public synchronized void setJobs(List<JobAsCode> jobs) {
        wanted = new ArrayList<>(jobs);
        if (Jenkins.get().getInitLevel().compareTo(InitMilestone.JOB_LOADED) >= 0) {
            apply();
        }
    }

    /** Jobs are there: those that Configuration as Code wants can be made and changed. */
    @Initializer(after = InitMilestone.JOB_LOADED, before = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void loaded() {
        try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
            get().apply();
        }
    }

    private synchronized void apply() {
        List<JobAsCode> now = wanted;
        wanted = new ArrayList<>();
        for (JobAsCode job : now) {
            try {
                job.applyTo(jobNamed(job.getName()));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "The release pipeline '" + job.getName() + "' cannot be made: " + e.getMessage(), e);
            }
        }
    }

    private static ReleasePipelineJob jobNamed(String fullName) throws IOException {
        Jenkins jenkins = Jenkins.get();
        Item there = jenkins.getItemByFullName(fullName);
        if (there instanceof ReleasePipelineJob job) {
            return job;
        }
        if (there != null) {
            throw new IOException("there is another item of that name");
        }
        int slash = fullName.lastIndexOf('/');
        ItemGroup<?> parent = jenkins;
        if (slash >= 0) {
            Item folder = jenkins.getItemByFullName(fullName.substring(0, slash));
            if (!(folder instanceof ItemGroup<?> group)) {
                throw new IOException("there is no folder '" + fullName.substring(0, slash) + "'");
            }
            parent = group;
        }
        if (!(parent instanceof ModifiableTopLevelItemGroup group)) {
            throw new IOException("no job can be made in '" + parent.getFullName() + "'");
        }
        String name = fullName.substring(slash + 1);
        Jenkins.checkGoodName(name);
        ReleasePipelineJob.DescriptorImpl descriptor =
                jenkins.getDescriptorByType(ReleasePipelineJob.DescriptorImpl.class);
        return (ReleasePipelineJob) group.createProject(descriptor, name, true);
    }
}
