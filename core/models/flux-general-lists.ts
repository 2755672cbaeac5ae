// The nested types of flux-general: LoRAs, ControlNets, adapters, and the pictures that steer them.
import type {
  ChoiceField,
  GroupField,
  ImageField,
  ListField,
  NumberField,
  ScaleField,
  TextField,
} from './model.ts';

const WEIGHTS = 'an address, or a name at Hugging Face such as owner/name';

const PATH = {
  kind: 'text',
  name: 'path',
  label: 'Path',
  help: 'The address of the weights, or owner/name at Hugging Face.',
  required: WEIGHTS,
  names: 'weights',
} as const satisfies TextField;

// The client's types add `force` to a LoRA: that belongs to other endpoints, and the schema lacks it.
// Limits stand in the schema under stray names (`ge`, `le`) beside a union, and are followed for both branches.
const LORA_SCALE = {
  kind: 'scale',
  name: 'scale',
  label: 'Scale',
  help: 'How much it counts. Layers that are not named count 1.',
  minimum: -4,
  maximum: 4,
  step: 0.05,
  default: 1,
} as const satisfies ScaleField;

const CONTROL_IMAGE = {
  kind: 'image',
  name: 'control_image_url',
  label: 'Control picture',
  help: 'What the result follows: a layer where it lies over the design, or a file that covers the same part of it as the source.',
  isRequired: true,
  layer: 'control',
} as const satisfies ImageField;

const MASK_IMAGE = {
  kind: 'image',
  name: 'mask_image_url',
  label: 'Mask picture',
  help: 'Where it counts: white does, black does not. A layer counts where it lies, as a region does.',
  layer: 'mask',
} as const satisfies ImageField;

const MASK_THRESHOLD = {
  kind: 'number',
  name: 'mask_threshold',
  label: 'Mask threshold',
  help: 'From which brightness on the mask counts.',
  minimum: 0.01,
  maximum: 0.99,
  step: 0.01,
  default: 0.5,
} as const satisfies NumberField;

const CONDITIONING_SCALE = {
  kind: 'number',
  name: 'conditioning_scale',
  label: 'Weight',
  help: 'How closely it is followed.',
  minimum: 0,
  maximum: 2,
  step: 0.05,
  default: 1,
} as const satisfies NumberField;

const START = {
  kind: 'number',
  name: 'start_percentage',
  label: 'Sets in at',
  help: '0 is the first step, 1 the last.',
  minimum: 0,
  maximum: 1,
  step: 0.01,
  default: 0,
} as const satisfies NumberField;

const END = {
  kind: 'number',
  name: 'end_percentage',
  label: 'Ends at',
  help: '0 is the first step, 1 the last.',
  minimum: 0,
  maximum: 1,
  step: 0.01,
  default: 1,
} as const satisfies NumberField;

// The client's types offer a file here; the schema says text, and the file is JSON, so an address is what fits.
const CONFIG_URL = {
  kind: 'text',
  name: 'config_url',
  label: 'Config address',
  help: 'The address of its config.json, where it is not beside the weights.',
  names: 'address',
} as const satisfies TextField;

const VARIANT = {
  kind: 'text',
  name: 'variant',
  label: 'Variant',
  help: 'The variant at Hugging Face, such as fp16.',
} as const satisfies TextField;

export const LORAS = {
  kind: 'list',
  name: 'loras',
  label: 'LoRAs',
  help: 'Styles or subjects taught to the model; any number of them.',
  most: null,
  item: {
    kind: 'group',
    name: 'LoraWeight',
    label: 'LoRA',
    help: 'A style or subject.',
    fields: [PATH, LORA_SCALE],
  },
} as const satisfies ListField;

const PREPROCESS = {
  kind: 'choice',
  name: 'preprocess',
  label: 'Read as',
  help: 'What is taken from the control picture first.',
  options: [
    { value: 'None', title: 'As it is' },
    { value: 'canny', title: 'Edges' },
    { value: 'depth', title: 'Depth' },
  ],
  default: 'None',
} as const satisfies ChoiceField;

export const CONTROL_LORAS = {
  kind: 'list',
  name: 'control_loras',
  label: 'Control LoRAs',
  help: 'LoRAs that follow a control picture.',
  most: null,
  item: {
    kind: 'group',
    name: 'ControlLoraWeight',
    label: 'Control LoRA',
    help: 'A LoRA with its control picture.',
    fields: [PATH, LORA_SCALE, CONTROL_IMAGE, PREPROCESS],
  },
} as const satisfies ListField;

/** The schema sets no limit; its description says that only one is supported, for each of the two lists. */
const ONE_CONTROLNET = 1;

export const CONTROLNETS = {
  kind: 'list',
  name: 'controlnets',
  label: 'ControlNets',
  help: 'Makes the result follow edges, depth or pose of a picture. fal takes one.',
  most: ONE_CONTROLNET,
  item: {
    kind: 'group',
    name: 'ControlNet',
    label: 'ControlNet',
    help: 'Weights and a control picture.',
    fields: [
      PATH,
      CONTROL_IMAGE,
      CONDITIONING_SCALE,
      START,
      END,
      MASK_IMAGE,
      MASK_THRESHOLD,
      CONFIG_URL,
      VARIANT,
    ],
  },
} as const satisfies ListField;

const CONTROL_MODE = {
  kind: 'choice',
  name: 'control_mode',
  label: 'Read as',
  help: 'What of the control picture is followed.',
  options: [
    { value: 'canny', title: 'Edges' },
    { value: 'tile', title: 'Tiles' },
    { value: 'depth', title: 'Depth' },
    { value: 'blur', title: 'Blur' },
    { value: 'pose', title: 'Pose' },
    { value: 'gray', title: 'Greys' },
    { value: 'low-quality', title: 'Low quality' },
  ],
  default: null,
  isRequired: true,
} as const satisfies ChoiceField;

const GUIDES = {
  kind: 'list',
  name: 'controls',
  label: 'Guides',
  help: 'Control pictures, and what of each is followed.',
  most: null,
  isRequired: true,
  item: {
    kind: 'group',
    name: 'ControlNetUnionInput',
    label: 'Guide',
    help: 'A control picture.',
    fields: [CONTROL_IMAGE, CONTROL_MODE, CONDITIONING_SCALE, START, END, MASK_IMAGE, MASK_THRESHOLD],
  },
} as const satisfies ListField;

export const CONTROLNET_UNIONS = {
  kind: 'list',
  name: 'controlnet_unions',
  label: 'Union ControlNets',
  help: 'One ControlNet that follows several pictures at once. fal takes one.',
  most: ONE_CONTROLNET,
  item: {
    kind: 'group',
    name: 'ControlNetUnion',
    label: 'Union ControlNet',
    help: 'Weights and their guides.',
    fields: [PATH, GUIDES, CONFIG_URL, VARIANT],
  },
} as const satisfies ListField;

const ADAPTER_FIELDS = [
  PATH,
  {
    kind: 'image',
    name: 'image_url',
    label: 'Style picture',
    help: 'What the result takes after.',
    isRequired: true,
    layer: 'itself',
  },
  {
    kind: 'number',
    name: 'scale',
    label: 'Scale',
    help: 'How much it counts; 1 is usual.',
    minimum: null,
    maximum: null,
    step: 0.05,
    default: null,
  },
  {
    kind: 'text',
    name: 'image_encoder_path',
    label: 'Encoder',
    help: 'At Hugging Face, such as openai/clip-vit-large-patch14.',
    required: WEIGHTS,
    names: 'weights',
  },
  MASK_IMAGE,
  MASK_THRESHOLD,
  {
    kind: 'text',
    name: 'subfolder',
    label: 'Folder',
    help: 'Where the weights lie below the path.',
  },
  {
    kind: 'text',
    name: 'weight_name',
    label: 'File of weights',
    help: 'The name of the safetensors file.',
  },
  {
    kind: 'text',
    name: 'image_encoder_subfolder',
    label: 'Folder of the encoder',
    help: 'Where the encoder lies below its path.',
  },
  {
    kind: 'text',
    name: 'image_encoder_weight_name',
    label: 'File of the encoder',
    help: 'The name of the encoder’s file.',
  },
] as const satisfies GroupField['fields'];

export const IP_ADAPTERS = {
  kind: 'list',
  name: 'ip_adapters',
  label: 'IP-Adapters',
  help: 'Takes a style or subject from a picture.',
  most: null,
  item: {
    kind: 'group',
    name: 'IPAdapter',
    label: 'IP-Adapter',
    help: 'Weights, an encoder and a picture.',
    fields: ADAPTER_FIELDS,
  },
} as const satisfies ListField;

const EASYCONTROL_FIELDS = [
  {
    kind: 'text',
    name: 'control_method_url',
    label: 'Method',
    help: 'One of fal’s, or the address of safetensors weights.',
    required: 'one of fal’s methods, or an address',
    names: 'weights',
    suggestions: ['canny', 'depth', 'hedsketch', 'inpainting', 'pose', 'seg', 'subject', 'ghibli'],
  },
  {
    kind: 'image',
    name: 'image_url',
    label: 'Control picture',
    help: 'What the result follows. For its layout, a layer counts where it lies over the design.',
    isRequired: true,
    layer: {
      by: 'image_control_type',
      uses: { spatial: 'control', subject: 'itself' },
      otherwise: 'itself',
    },
  },
  {
    kind: 'choice',
    name: 'image_control_type',
    label: 'Follows its',
    help: 'Its subject anywhere, or its layout in place.',
    options: [
      { value: 'subject', title: 'Subject' },
      { value: 'spatial', title: 'Layout' },
    ],
    default: null,
    isRequired: true,
  },
  {
    kind: 'number',
    name: 'scale',
    label: 'Scale',
    help: 'How much it counts.',
    minimum: 0,
    maximum: 2,
    step: 0.05,
    default: 1,
  },
] as const satisfies GroupField['fields'];

export const EASYCONTROLS = {
  kind: 'list',
  name: 'easycontrols',
  label: 'EasyControls',
  help: 'Follows a picture by one of fal’s ready methods.',
  most: null,
  item: {
    kind: 'group',
    name: 'EasyControlWeight',
    label: 'EasyControl',
    help: 'A method and its picture.',
    fields: EASYCONTROL_FIELDS,
  },
} as const satisfies ListField;

// The client's types add `in_context_fill` and `use_prompt`: they belong to another endpoint; the schema lacks them.
// The schema takes one address or a list of them; a list is always sent, since one form is enough.
export const FILL_IMAGE = {
  kind: 'group',
  name: 'fill_image',
  label: 'Filling',
  help: 'Pictures that influence the result, or what the region is filled from.',
  fields: [
    {
      kind: 'list',
      name: 'fill_image_url',
      label: 'Fill pictures',
      help: 'One or more.',
      most: null,
      item: {
        kind: 'image',
        name: 'fill_image_url',
        label: 'Fill picture',
        help: 'An address, a file or a layer.',
        isRequired: true,
        layer: 'itself',
      },
    },
  ],
} as const satisfies GroupField;
