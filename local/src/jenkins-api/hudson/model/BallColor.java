// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public enum BallColor implements hudson.model.StatusIcon {
    RED, RED_ANIME, YELLOW, YELLOW_ANIME, BLUE, BLUE_ANIME, GREY, GREY_ANIME, DISABLED, DISABLED_ANIME, ABORTED, ABORTED_ANIME, NOTBUILT, NOTBUILT_ANIME;
}
