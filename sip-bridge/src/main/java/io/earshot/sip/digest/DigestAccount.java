package io.earshot.sip.digest;

import io.earshot.media.secret.SecretText;

/**
 * Who a client is at one trunk. Immutable; it does not show its password.
 *
 * @param username the account's name there
 * @param password what proves it
 * @param realm the only realm whose challenges are answered; empty: the first that the trunk itself names
 */
public record DigestAccount(String username, SecretText password, String realm) {}
