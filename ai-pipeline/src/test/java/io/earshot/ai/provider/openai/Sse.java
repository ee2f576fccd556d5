package io.earshot.ai.provider.openai;

/** Streams in the vendors' shape. */
final class Sse {
    static final String DONE = "data: [DONE]\n\n";

    private Sse() {}

    static String chunk(String choices) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"system_fingerprint\":null,\"choices\":[" + choices + "]}\n\n";
    }

    static String text(String text) {
        return chunk("{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"logprobs\":null,\"finish_reason\":null}");
    }

    static String finish(String reason) {
        return chunk("{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"" + reason + "\"}");
    }

    /** What Groq sends for an answer of these words. */
    static String answer(String... words) {
        StringBuilder stream = new StringBuilder(
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                        + "\"finish_reason\":null}],\"x_groq\":{\"id\":\"req_1\"}}\n\n");
        for (String word : words) {
            stream.append(text(word));
        }
        return stream.append("data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{},"
                        + "\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"queue_time\":0.01,"
                        + "\"prompt_tokens\":11,\"completion_tokens\":5,\"total_tokens\":16}}}\n\n")
                .append("data: {\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
                        + "\"completion_tokens\":6,\"total_tokens\":18}}\n\n")
                .append(DONE)
                .toString();
    }
}
