package io.jenkins.plugins.releasepipeline.definition;

import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The action types and rule types whose configuration is known: AWS's own, and this project's (reference §1.2, §1.10).
 * A type that is not listed is not wrong: its provider may come from elsewhere. Stateless, for any thread.
 */
public final class ActionCatalog {
    private static final List<String> FORMATS = List.of("CODE_ZIP", "CODEBUILD_CLONE_REF");
    private static final List<String> GIT_VARIABLES = List.of(
            "AuthorDate",
            "AuthorName",
            "BranchName",
            "CommitId",
            "CommitMessage",
            "CommitterDate",
            "CommitUrl",
            "ConnectionArn",
            "FullRepositoryName",
            "RepositoryName");
    private static final Map<ActionTypeId, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        sources();
        builds();
        deployments();
        invocations();
        rules();
        type("Approval", "AWS", "Manual", 0, 0, 0, 0)
                .optional("NotificationArn", "Where to say that a decision is awaited")
                .optional("ExternalEntityLink", "A page that the reviewer should look at")
                .optional("CustomData", "What the reviewer should know")
                .choice(
                        "RequiredApprovals",
                        "How many different people have to approve, 1 to 20; 1 when absent",
                        IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList())
                .optional("Approvers", "Who may answer: names, and groups with an @, with commas between them")
                .flag("StarterMayApprove", "Whether who started the execution may approve it; true when absent")
                .flag("AuthorsMayApprove", "Whether who wrote one of its commits may approve it; true when absent")
                .gives();
    }

    private ActionCatalog() {}

    /** What is known of the type. */
    public static Optional<ActionTypeSchema> find(ActionTypeId type) {
        return Optional.ofNullable(ENTRIES.get(type)).map(Entry::schema);
    }

    /**
     * What is known of a type that is listed here.
     *
     * @throws IllegalArgumentException for a type that is not
     */
    public static ActionTypeSchema schema(ActionTypeId type) {
        return find(type).orElseThrow(() -> new IllegalArgumentException(type + " is not in the catalog"));
    }

    /** Everything that is listed, rule types too. */
    public static Collection<ActionTypeSchema> all() {
        return ENTRIES.values().stream().map(Entry::schema).toList();
    }

    /**
     * The output variables of the type (reference §1.4); empty when the user chooses them, or when the type is not
     * listed. A type without output variables has an empty list.
     */
    public static Optional<List<String>> outputVariables(ActionTypeId type) {
        return Optional.ofNullable(ENTRIES.get(type)).flatMap(Entry::variables);
    }

    private static void sources() {
        type("Source", "AWS", "S3", 0, 0, 1, 1)
                .required("S3Bucket", "The bucket that holds the source")
                .required("S3ObjectKey", "The zip file in the bucket")
                .flag("PollForSourceChanges", "Whether to look for changes regularly")
                .flag("AllowOverrideForS3ObjectKey", "Whether a start may name another object")
                .gives("BucketName", "ETag", "ObjectKey", "VersionId");
        type("Source", "AWS", "ECR", 0, 0, 1, 1)
                .required("RepositoryName", "The image repository")
                .optional("ImageTag", "The tag to follow, latest when absent")
                .gives("ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName");
        type("Source", "AWS", "CodeCommit", 0, 0, 1, 1)
                .required("RepositoryName", "The repository")
                .required("BranchName", "The branch to follow")
                .flag("PollForSourceChanges", "Whether to look for changes regularly")
                .choice("OutputArtifactFormat", "The files, or a reference for a full clone", FORMATS)
                .gives(GIT_VARIABLES);
        type("Source", "AWS", "CodeStarSourceConnection", 0, 0, 1, 1)
                .required("ConnectionArn", "The connection to the provider of the repository")
                .required("FullRepositoryId", "The repository, owner and name")
                .required("BranchName", "The branch to follow")
                .choice("OutputArtifactFormat", "The files, or a reference for a full clone", FORMATS)
                .flag("DetectChanges", "Whether a change starts the pipeline")
                .gives(GIT_VARIABLES);
        type("Source", "ThirdParty", "GitHub", 0, 0, 1, 1)
                .required("Owner", "The account that owns the repository")
                .required("Repo", "The repository's name")
                .required("Branch", "The branch to follow")
                .secret("OAuthToken", "The token that opens the repository")
                .flag("PollForSourceChanges", "Whether to look for changes regularly")
                .gives(GIT_VARIABLES);
        type("Source", "Custom", "Git", 0, 0, 1, 1)
                .required("Url", "The repository: any URL or path that git takes")
                .optional("Branch", "The branch to follow, the repository's default when absent")
                .choice("OutputArtifactFormat", "The files, or a reference for a full clone", FORMATS)
                .gives(GIT_VARIABLES);
    }

    private static void builds() {
        for (String category : List.of("Build", "Test")) {
            type(category, "AWS", "CodeBuild", 1, 5, 0, 5)
                    .required("ProjectName", "The build project")
                    .optional("PrimarySource", "The input artifact that has the buildspec, when there are several")
                    .optional("EnvironmentVariables", "A JSON list of name, value and type")
                    .optional("BuildspecOverride", "A buildspec, or the path to one")
                    .flag("BatchEnabled", "Whether several builds make one")
                    .flag("CombineArtifacts", "Whether a batch gives one artifact")
                    .optional("ServiceRoleArnOverride", "The role of the build")
                    .givesAny();
            type(category, "Custom", "Jenkins", 0, 5, 0, 5)
                    .required("ProjectName", "The Jenkins job")
                    .anyOther()
                    .givesAny();
        }
        type("Build", "AWS", "ECRBuildAndPublish", 1, 1, 0, 0)
                .required("ECRRepositoryName", "The repository that takes the image")
                .optional("DockerFilePath", "Where the Dockerfile is")
                .optional("ImageTags", "Tags with commas between them, latest when absent")
                .choice("RegistryType", "Who may pull the image", List.of("private", "public"))
                .gives("ECRImageDigestId", "ECRRepositoryName");
        type("Compute", "AWS", "Commands", 1, 10, 0, 1)
                .choice(
                        "EnvironmentType",
                        "The system that runs the commands",
                        List.of("LINUX_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"))
                .choice(
                        "ComputeType",
                        "The size of the machine",
                        List.of("BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"))
                .optional("VpcId", "The network")
                .optional("Subnets", "The subnets of the network")
                .optional("SecurityGroupIds", "The security groups of the network")
                .givesAny();
        type("Test", "AWS", "DeviceFarm", 1, 1, 0, 0)
                .required("ProjectId", "The Device Farm project")
                .required("DevicePoolArn", "The devices to test on")
                .required("AppType", "iOS, Android or Web")
                .required("TestType", "The test framework")
                .optional("App", "The application's file")
                .optional("Test", "The tests' file")
                .optional("TestSpec", "The test specification's file")
                .flag("RadioBluetoothEnabled", "Whether Bluetooth is on")
                .flag("RadioWifiEnabled", "Whether Wi-Fi is on")
                .flag("RadioNfcEnabled", "Whether NFC is on")
                .flag("RadioGpsEnabled", "Whether GPS is on")
                .flag("RecordAppPerformanceData", "Whether performance is recorded")
                .flag("RecordVideo", "Whether a video is recorded")
                .flag("UnmeteredDevicesOnly", "Whether only unmetered devices are used")
                .number("FuzzEventCount", "How many events a fuzz test sends")
                .number("FuzzEventThrottle", "Milliseconds between two events")
                .number("FuzzRandomizerSeed", "The seed of a fuzz test")
                .optional("CustomHostMachineArtifacts", "Where artifacts are on the host")
                .optional("CustomDeviceArtifacts", "Where artifacts are on the device")
                .number("JobTimeoutMinutes", "How long a device may take")
                .optional("Latitude", "Where the device is")
                .optional("Longitude", "Where the device is")
                .gives();
    }

    private static void deployments() {
        type("Deploy", "AWS", "S3", 1, 1, 0, 0)
                .required("BucketName", "The bucket that takes the files")
                .requiredFlag("Extract", "Whether the artifact is unpacked")
                .optional("ObjectKey", "The prefix of the files, or the name of the zip file")
                .optional("KMSEncryptionKeyARN", "The key that encrypts the files")
                .optional("CannedACL", "Who may read the files")
                .optional("CacheControl", "How long browsers keep the files")
                .gives();
        type("Deploy", "AWS", "CodeDeploy", 1, 1, 0, 0)
                .required("ApplicationName", "The application")
                .required("DeploymentGroupName", "The machines to deploy to")
                .gives();
        type("Deploy", "AWS", "EC2", 1, 1, 0, 0)
                .required("InstanceTagKey", "The tag of the machines to deploy to")
                .optional("InstanceTagValue", "The tag's value")
                .requiredChoice("InstanceType", "What the machines are", List.of("EC2", "SSM_MANAGED_NODE"))
                .optional("TargetDirectory", "Where the files go")
                .optional("DeploySpec", "The file that says what to install and which scripts to run")
                .number("MaxBatch", "How many machines at once")
                .number("MaxError", "How many machines may fail")
                .optional("TargetGroupNameList", "The load balancer's groups")
                .optional("PreScript", "What runs before")
                .optional("PostScript", "What runs after")
                .gives();
        type("Deploy", "AWS", "ECS", 1, 1, 0, 0)
                .required("ClusterName", "The cluster")
                .required("ServiceName", "The service")
                .optional("FileName", "The image definitions file, imagedefinitions.json when absent")
                .number("DeploymentTimeout", "Minutes, at most 60")
                .gives();
        blueGreen();
        type("Deploy", "AWS", "EKS", 1, 1, 0, 0)
                .required("ClusterName", "The cluster")
                .optional("HelmReleaseName", "The Helm release")
                .optional("HelmChartLocation", "Where the chart is")
                .optional("HelmValuesFiles", "Files of values, with commas between them")
                .optional("ManifestFiles", "Files for kubectl, with commas between them")
                .optional("Namespace", "The Kubernetes namespace")
                .optional("Subnets", "The subnets of the cluster")
                .optional("SecurityGroupIds", "The security groups of the cluster")
                .optional("EnvironmentVariables", "A JSON list of name and value")
                .gives("EKSClusterName");
        type("Deploy", "AWS", "Lambda", 0, 1, 0, 0)
                .required("FunctionName", "The function")
                .optional("FunctionAlias", "The alias to move")
                .optional("PublishedTargetVersion", "The version the alias moves to")
                .optional("DeployStrategy", "AllAtOnce, or a Canary or Linear strategy")
                .optional("Alarms", "Alarm names, with commas between them")
                .gives("FunctionVersion");
        type("Deploy", "AWS", "ElasticBeanstalk", 1, 1, 0, 0)
                .required("ApplicationName", "The application")
                .required("EnvironmentName", "The environment")
                .gives();
        type("Deploy", "AWS", "AppConfig", 1, 1, 0, 0)
                .required("Application", "The application's id")
                .required("Environment", "The environment's id")
                .required("ConfigurationProfile", "The configuration profile's id")
                .required("InputArtifactConfigurationPath", "The configuration's file in the artifact")
                .optional("DeploymentStrategy", "The deployment strategy")
                .gives();
        type("Deploy", "AWS", "OpsWorks", 1, 1, 0, 0)
                .required("Stack", "The stack")
                .required("App", "The app")
                .optional("Layer", "The layer")
                .gives();
        type("Deploy", "AWS", "ServiceCatalog", 1, 1, 0, 0)
                .required("ProductId", "The product")
                .optional("ConfigurationFilePath", "The product's configuration in the artifact")
                .optional("TemplateFilePath", "The product's template in the artifact")
                .optional("ProductVersionName", "The version's name")
                .optional("ProductType", "CLOUD_FORMATION_TEMPLATE for example")
                .optional("ProductVersionDescription", "The version's description")
                .gives();
        type("Deploy", "ThirdParty", "AlexaSkillsKit", 1, 2, 0, 0)
                .required("ClientId", "The client's id")
                .secret("ClientSecret", "The client's secret")
                .secret("RefreshToken", "The refresh token")
                .required("SkillId", "The skill")
                .gives();
        stacks();
    }

    private static void blueGreen() {
        Builder blueGreen = type("Deploy", "AWS", "CodeDeployToECS", 1, 5, 0, 0)
                .required("ApplicationName", "The application")
                .required("DeploymentGroupName", "The deployment group")
                .required("TaskDefinitionTemplateArtifact", "The artifact with the task definition")
                .required("AppSpecTemplateArtifact", "The artifact with the appspec")
                .optional("TaskDefinitionTemplatePath", "The task definition's file, taskdef.json when absent")
                .optional("AppSpecTemplatePath", "The appspec's file, appspec.yaml when absent");
        for (int i = 1; i <= 4; i++) {
            blueGreen
                    .optional("Image" + i + "ArtifactName", "The artifact with an image's details")
                    .optional("Image" + i + "ContainerName", "The placeholder of that image in the task definition");
        }
        blueGreen.gives();
    }

    private static void stacks() {
        type("Deploy", "AWS", "CloudFormation", 0, 10, 0, 1)
                .requiredChoice(
                        "ActionMode",
                        "What is done with the stack",
                        List.of(
                                "CREATE_UPDATE",
                                "CHANGE_SET_REPLACE",
                                "CHANGE_SET_EXECUTE",
                                "DELETE_ONLY",
                                "REPLACE_ON_FAILURE"))
                .required("StackName", "The stack")
                .optional("Capabilities", "What the template may do, with commas between them")
                .optional("ChangeSetName", "The change set")
                .optional("RoleArn", "The role that changes the stack")
                .optional("TemplatePath", "ARTIFACT::FILE of the template")
                .optional("OutputFileName", "The file that takes the stack's outputs")
                .optional("ParameterOverrides", "A JSON object of parameters")
                .optional("TemplateConfiguration", "ARTIFACT::FILE of the parameters")
                .givesAny();
        type("Deploy", "AWS", "CloudFormationStackSet", 1, 3, 0, 0)
                .required("StackSetName", "The stack set")
                .required("TemplatePath", "ARTIFACT::FILE of the template")
                .optional("Description", "What the stack set is for")
                .optional("Parameters", "The template's parameters")
                .optional("Capabilities", "What the template may do, with commas between them")
                .choice("PermissionModel", "Who makes the roles", List.of("SELF_MANAGED", "SERVICE_MANAGED"))
                .optional("AdministrationRoleArn", "The administrator's role")
                .optional("ExecutionRoleName", "The role in the accounts")
                .choice(
                        "OrganizationsAutoDeployment",
                        "Whether new accounts get a stack",
                        List.of("Enabled", "Disabled", "EnabledWithStackRetention"))
                .optional("DeploymentTargets", "Accounts, or organizational units")
                .optional("Regions", "Regions, with commas between them")
                .number("FailureTolerancePercentage", "How many accounts may fail")
                .number("MaxConcurrentPercentage", "How many accounts at once")
                .optional("RegionConcurrencyType", "Regions in parallel, or one after the other")
                .optional("ConcurrencyMode", "How failures slow the operation down")
                .choice("CallAs", "In whose name", List.of("SELF", "DELEGATED_ADMIN"))
                .gives("OperationId", "StackSetId");
        type("Deploy", "AWS", "CloudFormationStackInstances", 0, 3, 0, 0)
                .required("StackSetName", "The stack set")
                .optional("DeploymentTargets", "Accounts, or organizational units")
                .optional("Regions", "Regions, with commas between them")
                .optional("ParameterOverrides", "Parameters of these instances")
                .number("FailureTolerancePercentage", "How many accounts may fail")
                .number("MaxConcurrentPercentage", "How many accounts at once")
                .optional("RegionConcurrencyType", "Regions in parallel, or one after the other")
                .optional("ConcurrencyMode", "How failures slow the operation down")
                .choice("CallAs", "In whose name", List.of("SELF", "DELEGATED_ADMIN"))
                .gives("OperationId", "StackSetId");
    }

    private static void invocations() {
        type("Invoke", "AWS", "Lambda", 0, 5, 0, 5)
                .required("FunctionName", "The function")
                .optional("UserParameters", "What the function is given")
                .givesAny();
        type("Invoke", "AWS", "StepFunctions", 0, 1, 0, 1)
                .required("StateMachineArn", "The state machine")
                .optional("ExecutionNamePrefix", "What the execution's name begins with")
                .choice("InputType", "Whether Input is the input or a file's path", List.of("Literal", "FilePath"))
                .optional("Input", "The input, or the path of the file that has it")
                .gives("ExecutionArn", "StateMachineArn");
        type("Invoke", "AWS", "CodePipeline", 0, 0, 0, 0)
                .required("PipelineName", "The pipeline to start")
                .optional("SourceRevisions", "A JSON list of actionName, revisionType and revisionValue")
                .optional("Variables", "A JSON list of name and value")
                .gives();
        type("Invoke", "AWS", "InspectorScan", 0, 1, 0, 1)
                .requiredChoice("InspectorRunMode", "What is scanned", List.of("SourceCodeScan", "ECRImageScan"))
                .optional("ECRRepositoryName", "The image's repository")
                .optional("ImageTag", "The image's tag")
                .number("CriticalThreshold", "How many critical findings are too many")
                .number("HighThreshold", "How many high findings are too many")
                .number("MediumThreshold", "How many medium findings are too many")
                .number("LowThreshold", "How many low findings are too many")
                .gives("HighestScannedSeverity");
    }

    private static void rules() {
        type("Rule", "AWS", "DeploymentWindow", 0, 0, 0, 0)
                .required("Cron", "When it is open: a cron expression of six or seven fields")
                .optional("TimeZone", "Region/City or UTC±HH:MM, UTC when absent")
                .gives();
        type("Rule", "AWS", "CloudWatchAlarm", 0, 0, 0, 0)
                .required("AlarmName", "The alarm")
                .optional("AlarmStates", "The states that fail, with commas between them")
                .number("WaitTime", "Minutes to wait for the state")
                .gives();
        type("Rule", "AWS", "LambdaInvoke", 0, 5, 0, 0)
                .required("FunctionName", "The function")
                .optional("UserParameters", "What the function is given")
                .gives();
        type("Rule", "AWS", "VariableCheck", 0, 0, 0, 0)
                .required("Variable", "The text to look at, usually a reference")
                .required("Value", "What it is compared with")
                .requiredChoice("Operator", "How they are compared", List.of("EQ", "NE", "CONTAINS", "MATCHES"))
                .gives();
        type("Rule", "AWS", "Commands", 0, 10, 0, 0).anyOther().gives();
        type("Rule", "AWS", "CodeBuild", 0, 5, 0, 0)
                .required("ProjectName", "The build project")
                .anyOther()
                .gives();
    }

    private static Builder type(
            String category,
            String owner,
            String provider,
            int minimumInputs,
            int maximumInputs,
            int minimumOutputs,
            int maximumOutputs) {
        return new Builder(
                new ActionTypeId(category, owner, provider, "1"),
                new ArtifactCount(minimumInputs, maximumInputs),
                new ArtifactCount(minimumOutputs, maximumOutputs));
    }

    private record Entry(ActionTypeSchema schema, Optional<List<String>> variables) {}

    private static final class Builder {
        private static final List<String> FLAG = List.of("true", "false");

        private final ActionTypeId type;
        private final ArtifactCount inputs;
        private final ArtifactCount outputs;
        private final List<ConfigurationProperty> properties = new ArrayList<>();
        private boolean additional;

        Builder(ActionTypeId type, ArtifactCount inputs, ArtifactCount outputs) {
            this.type = type;
            this.inputs = inputs;
            this.outputs = outputs;
        }

        private Builder add(
                String name, boolean required, boolean secret, String kind, String description, List<String> values) {
            properties.add(new ConfigurationProperty(name, required, secret, kind, description, values));
            return this;
        }

        Builder required(String name, String description) {
            return add(name, true, false, "String", description, List.of());
        }

        Builder optional(String name, String description) {
            return add(name, false, false, "String", description, List.of());
        }

        Builder secret(String name, String description) {
            return add(name, true, true, "String", description, List.of());
        }

        Builder number(String name, String description) {
            return add(name, false, false, "Number", description, List.of());
        }

        Builder flag(String name, String description) {
            return add(name, false, false, "Boolean", description, FLAG);
        }

        Builder requiredFlag(String name, String description) {
            return add(name, true, false, "Boolean", description, FLAG);
        }

        Builder choice(String name, String description, List<String> values) {
            return add(name, false, false, "String", description, values);
        }

        Builder requiredChoice(String name, String description, List<String> values) {
            return add(name, true, false, "String", description, values);
        }

        Builder anyOther() {
            additional = true;
            return this;
        }

        void gives(String... variables) {
            gives(List.of(variables));
        }

        void gives(List<String> variables) {
            put(Optional.of(variables));
        }

        void givesAny() {
            put(Optional.empty());
        }

        private void put(Optional<List<String>> variables) {
            ENTRIES.put(
                    type,
                    new Entry(
                            new ActionTypeSchema(
                                    type, Collections.unmodifiableList(properties), additional, inputs, outputs),
                            variables));
        }
    }
}
