package io.earshot.tools.simulate.voice;

/**
 * A word and its place in the speech. Immutable.
 *
 * @param startS seconds from the start of the text's speech
 * @param endS seconds from the start of the text's speech
 */
public record SpokenWord(String text, double startS, double endS) {}
