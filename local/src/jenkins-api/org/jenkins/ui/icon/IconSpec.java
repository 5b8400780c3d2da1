// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkins.ui.icon;

public interface IconSpec {
    java.lang.String getIconClassName();
}
