// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

@net.java.sezpoz.Indexable
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.TYPE, java.lang.annotation.ElementType.FIELD, java.lang.annotation.ElementType.METHOD})
@java.lang.annotation.Documented
public @interface Extension {
    double ordinal() default 0.0;
    boolean optional() default false;
    jenkins.YesNoMaybe dynamicLoadable() default jenkins.YesNoMaybe.MAYBE;
}
