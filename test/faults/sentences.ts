// What has to be said, written down here and not taken from the catalogue.
export const SAYS = {
  connectionLost:
    'The connection to the proxy was lost while the picture was being made. The picture is paid for, and it is not lost. Check your network and press Try again: it is not paid for twice.',
  contentRefused:
    'fal’s content policy refused this prompt or picture. fal may charge for refused requests. Reword the prompt, or choose another region.',
  couldNotFinish: 'fal could not finish this picture. Failures on its side are not charged. Try again.',
  exportFailed:
    'Figma could not export “Product page”. Nothing was charged. Nothing was changed; try again, or with a smaller frame.',
  flagged: 'fal’s safety checker flagged the picture, so it was not added. It waits under Flagged.',
  keyRefused: 'fal refused the proxy’s key. Nothing was charged. Check FAL_KEY where the proxy runs.',
  keyRefusedWhileWaiting:
    'fal refused the proxy’s key. The picture is paid for, and it is not lost. Check FAL_KEY where the proxy runs.',
  leftElsewhere:
    'A picture for “Product page” in “Shop” was asked for, and is not in the document yet. Select where to insert it.',
  leftUnanswered:
    'A request for “Product page” went out, but no answer came back. It may have been charged, and was not sent again. fal’s dashboard shows whether it was.',
  mediaMissing:
    'The picture was made, but could not be had from fal’s servers just now. The picture is paid for, and it is not lost. Press Try again, now or later: it costs nothing.',
  modelGone: 'fal no longer offers FLUX general · differential. Nothing was charged. Choose another model.',
  namedTargetGone: '“Product page” is no longer in the document. Select what you want to change.',
  noBalance:
    'The fal account has run out of balance. Nothing was charged. Top it up at fal.ai/dashboard/billing.',
  notPlaced:
    'The result arrived but could not be placed on “Product page”. The picture is paid for, and it is not lost. It is still in the panel: press Insert again.',
  placeGone:
    'The result arrived, but “Product page” is no longer in the document. The picture is paid for, and it is not lost. Select a frame or a picture, and press Insert here.',
  proxySilent:
    'The proxy at localhost:3333 does not answer. Nothing was charged. Is it running, and is the port right? In Chrome, figma.com must also be allowed to reach this computer: open the site settings left of the address, and allow “Local network access” (or “Apps on device”).',
  regionEmpty:
    '“Mask” shows nothing, so nothing may change. Give it a fill, raise its opacity, or move it to where no frame cuts it off.',
  requestUnknown:
    'fal does not know this request any more. It forgets requests after some weeks, and each fal key knows only its own. Nothing more was charged. If the proxy has been given another key since, start it with the earlier one and press Try again. Otherwise generate the picture anew; with the same seed it comes out alike.',
  settingRefused:
    'fal did not accept one of the settings. fal may charge for refused requests. Change it and try again.',
  storageFull:
    'There is no room left to remember this picture, should the plugin be closed while it is made. Nothing was sent. Discard something under History, or go on anyway: should Figma crash meanwhile, a temporary frame may be left, which Clean up removes once an hour has passed.',
  strangeAnswer:
    'The answer was not one that fal gives. The picture is paid for, and it is not lost. Check that the proxy address leads to a fal proxy.',
  strengthRefused:
    'fal did not accept the setting “strength”: it has to be at most 1. fal may charge for refused requests. Change it and try again.',
  targetGone: 'The target is no longer in the document. Select what you want to change.',
  tokenWrong:
    'The proxy refused the token. Nothing was charged. Copy it again from where the proxy was started.',
  tooLarge:
    'The request was too large for the proxy. Nothing was charged. Choose a smaller region, or raise the proxy’s body limit.',
  tooMany:
    'fal is handling too many of your requests at once. Nothing was charged. Wait a moment and try again.',
  tookTooLong: 'fal took too long and gave up. Failures on its side are not charged. Try again.',
  unanswered:
    'The request went out but no answer came back. It may have been charged. It was not sent again. Look at fal.ai/dashboard, then decide whether to generate anew.',
  unreadable:
    'The picture could not be read: it may be damaged. The picture is paid for, and it is not lost. Try again.',
} as const;
