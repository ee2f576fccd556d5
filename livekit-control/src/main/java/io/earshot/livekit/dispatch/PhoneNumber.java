package io.earshot.livekit.dispatch;

import java.util.Collection;
import java.util.regex.Pattern;

/** Numbers as trunks compare them: a number written for people is the same as one written for machines. */
final class PhoneNumber {
    private static final Pattern NUMBER = Pattern.compile("\\+?[\\d\\- ()]+");
    private static final Pattern LAYOUT = Pattern.compile("[\\- ()]");

    private PhoneNumber() {}

    /** Without layout and with a leading plus; what is no number (a user name, say) stays as it is. */
    static String normal(String number) {
        if (!NUMBER.matcher(number).matches()) {
            return number;
        }
        String digits = LAYOUT.matcher(number).replaceAll("");
        return digits.startsWith("+") ? digits : "+" + digits;
    }

    static boolean same(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    static boolean in(Collection<String> numbers, String number) {
        return numbers.stream().anyMatch(it -> same(it, number));
    }
}
