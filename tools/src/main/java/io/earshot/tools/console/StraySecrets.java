package io.earshot.tools.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps what looks like a secret out of complaints about a command line: whoever types one in the wrong place must not find it in a log
 * of the terminal, of a job or of a unit. Stateless.
 */
final class StraySecrets {
    private static final int LEAST = 12;
    private static final int LONG = 24;
    private static final Pattern SECRET_OPTION = Pattern.compile("--?[\\w-]*(?:secret|password|token|pin|key)[\\w-]*");
    private static final Pattern HARMLESS = Pattern.compile("(?i)(?:sips?:|tel:|/|\\./|\\.\\./|~/).*");
    private static final Pattern CREDENTIALS = Pattern.compile("(://)[^/@\\s]+@");

    private StraySecrets() {}

    /** The message, without arguments that look like secrets and without credentials in URLs. */
    static String hiddenIn(String message, List<String> arguments) {
        String told = CREDENTIALS.matcher(message).replaceAll("$1[hidden]@");
        for (String secret : among(arguments)) {
            told = told.replace(secret, "[hidden]");
        }
        return told;
    }

    private static List<String> among(List<String> arguments) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean named = i > 0 && SECRET_OPTION.matcher(arguments.get(i - 1)).matches();
            collect(arguments.get(i), named, found);
        }
        found.sort(Comparator.comparingInt(String::length).reversed());
        return found;
    }

    private static void collect(String argument, boolean named, List<String> found) {
        int equals = argument.indexOf('=');
        boolean option = argument.startsWith("-");
        if (named && !option && !argument.isEmpty()) {
            found.add(argument);
        } else if (equals > 0) {
            String name = argument.substring(0, equals);
            String value = argument.substring(equals + 1);
            if (!value.isEmpty() && (SECRET_OPTION.matcher(name).matches() || looksSecret(value))) {
                found.add(value);
            }
        } else if (!option && looksSecret(argument)) {
            found.add(argument);
        }
    }

    /** Long and of letters and digits, or very long, and neither a path nor an address. */
    private static boolean looksSecret(String value) {
        if (value.length() < LEAST
                || value.contains(" ")
                || HARMLESS.matcher(value).matches()) {
            return false;
        }
        boolean letters = value.chars().anyMatch(Character::isLetter);
        boolean digits = value.chars().anyMatch(Character::isDigit);
        return letters && (digits || value.length() >= LONG);
    }
}
