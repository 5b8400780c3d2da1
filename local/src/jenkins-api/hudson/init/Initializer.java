// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.init;

@org.jvnet.hudson.annotation_indexer.Indexed
@java.lang.annotation.Documented
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.METHOD})
public @interface Initializer {
    hudson.init.InitMilestone after() default hudson.init.InitMilestone.STARTED;
    hudson.init.InitMilestone before() default hudson.init.InitMilestone.COMPLETED;
    java.lang.String[] requires() default {};
    java.lang.String[] attains() default {};
    java.lang.String displayName() default "";
    boolean fatal() default true;
}
