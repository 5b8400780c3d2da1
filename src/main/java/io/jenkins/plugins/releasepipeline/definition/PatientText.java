package io.jenkins.plugins.releasepipeline.definition;

/** A text that a regular expression may look at so often, and no more: some expressions would never come to an end. */
final class PatientText implements CharSequence {
    private static final int PATIENCE = 10_000_000;

    private final CharSequence text;
    private final int[] looks;

    PatientText(CharSequence text) {
        this(text, new int[1]);
    }

    private PatientText(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    @Override
    public char charAt(int index) {
        if (looks[0]++ > PATIENCE) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new PatientText(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
