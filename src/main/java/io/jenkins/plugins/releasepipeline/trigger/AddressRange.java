package io.jenkins.plugins.releasepipeline.trigger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address. No name is ever looked up. */
final class AddressRange {
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when it is none */
    static AddressRange parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] network = bytes(parts[0]);
        try {
            int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
            if (bits >= 0 && bits <= network.length * 8) {
                return new AddressRange(network, bits);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses; write one as 192.0.2.0/24", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no range of addresses; write one as 192.0.2.0/24");
    }

    boolean contains(String address) {
        byte[] given;
        try {
            given = bytes(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (given.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((given[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String address) {
        String plain =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        if (NUMERIC.matcher(plain).matches()) {
            try {
                return InetAddress.getByName(plain).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("'" + address + "' is no IP address", e);
            }
        }
        throw new IllegalArgumentException("'" + address + "' is no IP address");
    }
}
