package dev.tallystick.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProviderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
            openai               | openai
            OpenAI               | openai
            openai.responses     | openai
            azure_openai.chat    | azure
            azure.ai.openai      | azure
            anthropic.messages   | anthropic
            Gemini               | google
            vertex_ai            | google
            google.vertex.chat   | google
            gcp.gen_ai           | google
            xai                  | x-ai
            x_ai                 | x-ai
            bedrock              | aws
            AWS Bedrock          | aws
            aws.bedrock          | aws
            amazon-bedrock       | aws
            together_ai          | together
            fireworks_ai         | fireworks
            moonshot             | moonshotai
            mistral_ai           | mistral
            ' Acme '             | acme
          """)
  void spellingsOfAProviderHaveOneId(String name, String id) {
    assertThat(Provider.canonical(name)).isEqualTo(id);
    assertThat(Provider.canonical(id)).isEqualTo(id);
    assertThat(Provider.isKnown(id)).isEqualTo(!id.equals("acme"));
  }
}
