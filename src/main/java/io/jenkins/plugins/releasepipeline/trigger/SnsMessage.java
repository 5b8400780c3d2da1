package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of SNS to an HTTPS subscriber. Anybody can have SNS sign a message, so that a topic has to be named as well; and
 * anybody can write an address into one, so that none is asked but that of SNS in the topic's own region.
 */
final class SnsMessage {
    private static final Pattern TOPIC = Pattern.compile(
            "arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\\d):(\\d{12}):[A-Za-z0-9_.-]{1,256}");
    private static final Pattern CERTIFICATE = Pattern.compile("/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem");
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private final JsonNode json;

    SnsMessage(JsonNode json) {
        this.json = json;
    }

    static boolean isTopic(String arn) {
        return TOPIC.matcher(arn).matches();
    }

    boolean isNotification() {
        return text("Type").equals("Notification");
    }

    boolean isConfirmation() {
        return text("Type").equals("SubscriptionConfirmation");
    }

    String id() {
        return text("MessageId");
    }

    String type() {
        return text("Type");
    }

    byte[] message() {
        return text("Message").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Why it is not from SNS, or not of one of these topics; empty when it is.
     *
     * @throws IOException when the certificate cannot be had now
     */
    Optional<String> refusal(Collection<String> topics, Sns sns, Instant now) throws IOException {
        String topic = text("TopicArn");
        if (!topics.contains(topic) || !isTopic(topic)) {
            return Optional.of("its topic is not one of the endpoint's");
        }
        Optional<URI> address = certificate(topic);
        if (address.isEmpty()) {
            return Optional.of("its certificate is not at SNS in the topic's region");
        }
        String algorithm =
                switch (text("SignatureVersion")) {
                    case "1" -> "SHA1withRSA";
                    case "2" -> "SHA256withRSA";
                    default -> "";
                };
        if (algorithm.isEmpty()) {
            return Optional.of("its signature has another version than 1 and 2");
        }
        X509Certificate certificate = sns.certificate(address.get());
        try {
            certificate.checkValidity(Date.from(now));
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(certificate.getPublicKey());
            signature.update(signed().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(text("Signature")))
                    ? Optional.empty()
                    : Optional.of("bad signature");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of("bad signature");
        }
    }

    /** Where a subscription to the topic is confirmed: made here, and not what the message says. */
    URI confirmation() {
        String topic = text("TopicArn");
        return URI.create("https://" + host(topic) + "/?Action=ConfirmSubscription&TopicArn="
                + URLEncoder.encode(topic, StandardCharsets.UTF_8) + "&Token="
                + URLEncoder.encode(text("Token"), StandardCharsets.UTF_8));
    }

    private Optional<URI> certificate(String topic) {
        try {
            URI address = URI.create(text("SigningCertURL"));
            boolean theirs = "https".equals(address.getScheme())
                    && host(topic).equals(address.getRawAuthority())
                    && address.getRawPath() != null
                    && CERTIFICATE.matcher(address.getRawPath()).matches()
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            return theirs ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String host(String topic) {
        Matcher parts = TOPIC.matcher(topic);
        if (!parts.matches()) {
            throw new IllegalArgumentException(topic + " is no topic");
        }
        return "sns." + parts.group(2) + ".amazonaws.com" + (parts.group(1).equals("aws-cn") ? ".cn" : "");
    }

    private String signed() {
        StringBuilder signed = new StringBuilder();
        for (String name : isNotification() ? NOTIFICATION : CONFIRMATION) {
            if (json.hasNonNull(name)) {
                signed.append(name).append('\n').append(text(name)).append('\n');
            }
        }
        return signed.toString();
    }

    private String text(String name) {
        return json.path(name).isTextual() ? json.path(name).textValue() : "";
    }
}
